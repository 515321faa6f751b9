-- A small shop: one branch of the tree, two brands, fifty dresses with variants, reviews of four.
insert into categories(id,slug,name,parent_id) values (1,'women','Women',null),(2,'womens-dresses','Dresses',1),(3,'womens-ankara-dresses','Ankara dresses',2);
insert into brands(id,slug,name) values (1,'adunni','Adunni'),(2,'oja','Ọjà');
insert into products(sku,slug,name,description,category_id,brand_id,gender,price_ngn,sale_price_ngn,stock_count,sizes,colors,tags,featured,purchase_count,image_url)
select 'S'||i,'ankara-dress-'||i,'Ankara dress '||i,'A dress',3,1+i%2,'women',10000+i*100,case when i%3=0 then 9000 end,i%5,'["S","M"]','["Indigo"]','["ankara"]',i%2=0,i,'/media/products/ankara-dress-'||i||'.svg' from generate_series(1,50) i;
insert into product_variants(product_id,size,color,sku,stock_count,price_ngn) select id,s,'Indigo',sku||s,2,case when s='M' then 20000 end from products, unnest(array['S','M']) s;
insert into users(id,name,referral_code,email) select gen_random_uuid(),'Adaeze Okafor '||i,'R'||i,'u'||i||'@example.com' from generate_series(1,15) i;
insert into product_reviews(product_id,user_id,rating,title,comment) select p.id,u.id,1+(p.id%5)::int,'Nice','Good' from products p cross join (select id from users limit 12) u where p.id<5;
select setval(pg_get_serial_sequence('categories','id'),3), setval(pg_get_serial_sequence('brands','id'),2);
refresh materialized view search_terms; analyze;

-- Something that points can buy.
INSERT INTO rewards (slug, name, type, cost_points, display_order) VALUES ('sample-delivery', 'Free delivery', 'free_shipping', 300, 1);
